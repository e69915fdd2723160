/** What can be wrong of the file of a signature, or of the result under it, as they lie on the disk. */
export type FileFault = 'result-changed' | 'other-files' | 'file-missing' | 'file-changed';
