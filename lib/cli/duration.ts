import { UsageError } from './cli-failure.js'

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
])

/**
 * The milliseconds of `2s`, `500ms`, `1.5m`; a number alone is in seconds.
 * @throws UsageError for anything else
 */
export function duration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)?$/.exec(text) ?? []
  const factor = UNITS.get(unit)
  if (number === undefined || factor === undefined) {
    throw new UsageError(`--${option} takes a time such as 2s or 500ms, not ${JSON.stringify(text)}.`)
  }
  return Number(number) * factor
}
