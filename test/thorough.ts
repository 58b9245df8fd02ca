/**
 * So many instances of a random test: `thorough` of them in the tier of that name (`npm run coverage`), `quick` in `npm test`, which has
 * to end within a minute.
 */
export function instances(quick: number, thorough: number): number {
  return process.env['NODEDEV_THOROUGH'] === '1' ? thorough : quick
}
