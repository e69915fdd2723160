/** The version of the software that every result names; `test/version.test.ts` keeps it equal to package.json. */
export const version = '0.1.0';
