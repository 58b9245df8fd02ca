/** What is wanted, how it can be had, and doing it. */
export { plan, type PlanOptions } from './plan.js'
export type { Fleet } from './fleet.js'
export { applyPlan, type AppliedPlan, type ApplyOptions, type FleetHosts } from './apply.js'
export {
  wantedFor,
  type WantedGuestDevice,
  type GuestsWanted,
  type WantedForOptions,
  type WantedType,
} from './wanted-for.js'
export { readPlan, readWanted, type ReadPlan, type ReadWanted } from './read-wanted.js'
export { slotUuid } from './device-uuid.js'
export type { Need, UuidSource, Wanted, WantedDevices } from './wanted.js'
export type {
  AutostartStep,
  ConfigurePoolStep,
  CreateStep,
  DefineStep,
  DeviceStep,
  Plan,
  PlanStep,
  PlanStepBase,
  RecoverStep,
  StartStep,
} from './plan-step.js'
export type {
  FeasiblePlan,
  InfeasiblePlan,
  KeptDevice,
  ObstacleDevice,
  PlanChange,
  PlanExplanation,
  PlanResult,
  RefusedPlace,
} from './plan-result.js'
