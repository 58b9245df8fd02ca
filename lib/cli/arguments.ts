import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './cli-failure.js'

/** The options that a verb takes, as `parseArgs` declares them. */
type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** What `parseArgs` gives for these options. */
type Parsed<T extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>

/** The values of a verb's options. */
export type ValuesOf<T extends OptionsConfig> = Parsed<T>['values']

/**
 * Options and positionals of a verb.
 * @throws UsageError for an unknown option, a missing value, or fewer or more positionals than `least` to `most`
 */
export function parseArguments<const T extends OptionsConfig>(
  args: readonly string[],
  options: T,
  positionals: { readonly least?: number; readonly most: number; readonly names: string },
): Parsed<T> {
  const { least = 0, most, names } = positionals
  const parsed = parsedStrictly(args, options)
  const count = parsed.positionals.length
  if (count < least) throw new UsageError(`${names} is missing.`)
  if (count > most) throw new UsageError(`There is one argument too many: ${JSON.stringify(parsed.positionals[most])}.`)
  return parsed
}

function parsedStrictly<const T extends OptionsConfig>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [sentence = ''] = error.message.split('. ')
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`, { cause: error })
  }
}

/**
 * The value of an option that takes one of a few words.
 * @throws UsageError for any other
 */
export function oneOf<const W extends string>(
  option: string,
  value: string | undefined,
  words: readonly W[],
): W | undefined {
  if (value === undefined) return undefined
  const word = words.find((each) => each === value)
  if (word === undefined) throw new UsageError(`--${option} takes ${words.join(' or ')}, not ${JSON.stringify(value)}.`)
  return word
}
