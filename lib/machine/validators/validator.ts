import { visible } from '../../xml/visible.js'

/** One thing that a validator objects to, as ajv's standalone code reports it. */
export interface ValidationProblem {
  /** JSON pointer to the value. */
  instancePath: string
  message?: string
  /** What the message leaves out, by its kind: the key that nobody knows, the words that are allowed. */
  params?: Readonly<Record<string, unknown>>
}

/** A validator as ajv generates it: the function answers, and keeps what it objects to. */
export interface Validator<T> {
  (value: unknown): value is T
  errors?: readonly ValidationProblem[] | null
}

/**
 * What a validator objected to when it was asked last, each as `<place> <what is wrong>`, without a full stop; the place is a JSON
 * pointer behind `prefix`. At least one.
 */
export function objectionsOf({ errors }: Validator<unknown>, prefix = ''): string[] {
  const objections = (errors ?? []).map((problem) => {
    const place = `${prefix}${problem.instancePath}`
    return `${place === '' ? 'the whole' : place} ${whatIsWrong(problem)}`
  })
  return objections.length > 0 ? objections : ['the whole is not as the schema has it']
}

function whatIsWrong({ message = 'is not as the schema has it', params = {} }: ValidationProblem): string {
  const { additionalProperty: key, allowedValues: words, allowedValue: word } = params
  if (typeof key === 'string') return `must not have the key '${visible(key)}'`
  if (Array.isArray(words)) return `must be one of ${words.map((each) => JSON.stringify(each)).join(', ')}`
  if (word !== undefined) return `must be ${JSON.stringify(word)}`
  return message
}
