import { objectionsOf, type Validator } from '../machine/validators/validator.js'
import { CliFailure } from './cli-failure.js'

/**
 * The value, where the validator takes it.
 * @param prefix JSON pointer to the value in the file
 * @throws CliFailure that tells the first things the validator objects to
 */
export function validated<T>(file: string, prefix: string, value: unknown, validate: Validator<T>): T {
  if (validate(value)) return value
  const objections = objectionsOf(validate, prefix).slice(0, 3)
  throw new CliFailure(`${file} is not as its format has it: ${objections.join('; ')}.`)
}
