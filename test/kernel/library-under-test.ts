import { fileURLToPath } from 'node:url'

/** The entry for Node beside these tests, for the programs that they start. */
export const libraryUnderTest = fileURLToPath(new URL('../../lib/host/index.js', import.meta.url))
