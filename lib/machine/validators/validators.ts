import type { HostSnapshot } from '../snapshot/host-snapshot.js'
import type { RecordedFiles } from '../tree/recorded-tree.js'
import type { SimulatedState } from '../simulation/simulated-state.js'
import type { WrittenPersonality } from '../simulation/written-personality.js'
import { typedValidator } from './typed-validator.js'
import type { Validator } from './validator.js'
import * as generated from './validators.generated.js'

/** Whether a value from outside is a snapshot of a machine: the validator of `schemas/host-snapshot.json`. */
export const isHostSnapshot: Validator<HostSnapshot> = typedValidator(generated.isHostSnapshot)

/** Whether a value from outside is what is kept of a simulated machine: the validator of `schemas/simulated-state.json`. */
export const isSimulatedState: Validator<SimulatedState> = typedValidator(generated.isSimulatedState)

/** Whether a value from outside is a machine to simulate: the validator of `schemas/personality.json`. */
export const isWrittenPersonality: Validator<WrittenPersonality> = typedValidator(generated.isWrittenPersonality)

/** Whether a value from outside is a recorded tree: the validator of `schemas/recorded-tree.json`. */
export const isRecordedTree: Validator<RecordedFiles> = typedValidator(generated.isRecordedTree)
