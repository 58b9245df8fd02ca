import fc from 'fast-check'

/**
 * What random tests begin with: `NODEDEV_SEED`, where that is `random` another one each time, else always the same, so that
 * a change is judged and not the day. A test prints it.
 */
export function seed(): number {
  const given = process.env['NODEDEV_SEED']
  if (given === 'random') return Date.now() % 2 ** 31
  return given === undefined ? 1 : Number(given)
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seed() })
