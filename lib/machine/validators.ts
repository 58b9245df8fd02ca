import type { HostSnapshot } from './host-snapshot.js'
import type { ValidationProblem, Validator } from './read-snapshot.js'
import type { RecordedFiles } from './recorded-tree.js'
import type { SimulatedState } from './simulate-host.js'
import * as generated from './validators.generated.js'

/** A validator as ajv generates it. */
interface Generated {
  (value: unknown): boolean
  errors?: ValidationProblem[] | null
}

/** Whether a value from outside is a snapshot of a machine: the validator of `schemas/host-snapshot.json`. */
export const isHostSnapshot: Validator<HostSnapshot> = validator(generated.isHostSnapshot)

/** Whether a value from outside is what is kept of a simulated machine: the validator of `schemas/simulated-state.json`. */
export const isSimulatedState: Validator<SimulatedState> = validator(generated.isSimulatedState)

/** Whether a value from outside is a recorded tree: the validator of `schemas/recorded-tree.json`. */
export const isRecordedTree: Validator<RecordedFiles> = validator(generated.isRecordedTree)

function validator<T>(validate: Generated): Validator<T> {
  const typed: Validator<T> = (value): value is T => {
    const valid = validate(value)
    typed.errors = validate.errors ?? null
    return valid
  }
  return typed
}
