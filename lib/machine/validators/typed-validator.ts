import type { ValidationProblem, Validator } from './validator.js'

/** A validator as ajv generates it. */
export interface GeneratedValidator {
  (value: unknown): boolean
  errors?: ValidationProblem[] | null
}

/** A generated validator as one that tells the type of what it takes. */
export function typedValidator<T>(validate: GeneratedValidator): Validator<T> {
  const typed: Validator<T> = (value): value is T => {
    const valid = validate(value)
    typed.errors = validate.errors ?? null
    return valid
  }
  return typed
}
