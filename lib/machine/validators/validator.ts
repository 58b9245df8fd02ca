/** One thing that a validator objects to, as ajv's standalone code reports it. */
export interface ValidationProblem {
  /** JSON pointer to the value. */
  instancePath: string
  message?: string
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
  const objections = (errors ?? []).map(({ instancePath, message = 'is not as the schema has it' }) => {
    const place = `${prefix}${instancePath}`
    return `${place === '' ? 'the whole' : place} ${message}`
  })
  return objections.length > 0 ? objections : ['the whole is not as the schema has it']
}
