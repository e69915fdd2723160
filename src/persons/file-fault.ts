/** What can be wrong of the file of a signature, or of the result under it, as they lie on the disk. */
export type FileFault = 'result-changed' | 'file-missing' | 'file-changed';
