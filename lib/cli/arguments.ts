import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './cli-failure.js'

/** The options that a verb takes, as `parseArgs` declares them. */
type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** What `parseArgs` gives for these options. */
type Parsed<T extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true; tokens: true }>
>

/** The values of a verb's options. */
export type ValuesOf<T extends OptionsConfig> = Parsed<T>['values']

/**
 * Options and positionals of a verb. None may be empty: that is a variable of a script which is not set, and `check --fix ''` would
 * mean all that is below the working directory.
 * @throws UsageError for an unknown option, one that is given twice and has one value, a missing or empty value, or fewer or more
 *   positionals than `least` to `most`
 */
export function parseArguments<const T extends OptionsConfig>(
  args: readonly string[],
  options: T,
  positionals: { readonly least?: number; readonly most: number; readonly names: string },
): Parsed<T> {
  const { least = 0, most, names } = positionals
  const parsed = parsedStrictly(args, options)
  refuseEmpty(parsed.tokens)
  refuseRepeated(parsed.tokens, options)
  const count = parsed.positionals.length
  if (count < least) throw new UsageError(`${names} is missing.`)
  if (count > most) throw new UsageError(`There is one argument too many: ${JSON.stringify(parsed.positionals[most])}.`)
  return parsed
}

function parsedStrictly<const T extends OptionsConfig>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true, tokens: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(sentenceOf(error), { cause: error })
  }
}

/** What `parseArgs` objects to, as one sentence. */
function sentenceOf({ message }: TypeError): string {
  const [, option] = /^Option '(?:-\w, )?(--?[\w-]+)' argument is ambiguous/.exec(message) ?? []
  if (option !== undefined) {
    const equals = option.startsWith('--') ? '=' : ''
    return `The value of ${option} begins with a dash: write it as ${option}${equals}VALUE.`
  }
  const [sentence = ''] = message.split(/\.\s/)
  return `${sentence.replace(/\.$/, '')}.`
}

/** An option or a positional as it stands on the command line. */
type Token =
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'positional'; readonly value: string }
  | { readonly kind: 'option-terminator' }

function refuseEmpty(tokens: readonly Token[]): void {
  for (const token of tokens) {
    if (token.kind === 'option-terminator' || token.value !== '') continue
    throw new UsageError(token.kind === 'option' ? `The value of --${token.name} is empty.` : 'An argument is empty.')
  }
}

function refuseRepeated(tokens: readonly Token[], options: OptionsConfig): void {
  const values = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined || options[token.name]?.multiple === true) continue
    const { name, value } = token
    const first = values.get(name)
    if (first !== undefined)
      throw new UsageError(`--${name} is given twice: ${JSON.stringify(first)} and ${JSON.stringify(value)}.`)
    values.set(name, value)
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
