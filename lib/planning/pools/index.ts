/** How a device can be divided into a pool of types. */
export { judgePartition } from './judge-partition.js'
export type { PartitionDevice, PartitionJudgement } from './partition-judgement.js'
export {
  parsePartition,
  readPartition,
  type Partition,
  type PartitionPart,
  type PartitionReading,
} from './partition.js'
export { partitionSchema } from './partition-schema.js'
export { partitionJudgementSchema } from './partition-judgement-schema.js'
