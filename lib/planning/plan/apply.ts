import { HostError } from '../../machine/host-error.js'
import type { CreateRequest, Host, OperationOptions } from '../../machine/host.js'
import { shown } from '../../machine/scan/scan.js'
import type { HostDevice, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type {
  AutostartStep,
  ConfigurePoolStep,
  CreateStep,
  DefineStep,
  Plan,
  PlanStep,
  StartStep,
} from './plan-step.js'

/** The machines of a fleet by their names. */
export type FleetHosts = Readonly<Record<string, Host>>

export type ApplyOptions = OperationOptions

/** What became of a plan. */
export interface AppliedPlan {
  /** The steps that were done, in this order. */
  done: PlanStep[]
  /** The steps that needed nothing done: what they would make is there. */
  skipped: PlanStep[]
  /** The devices that were made, as they then were. */
  devices: HostDevice[]
}

/**
 * Does the steps of a plan, machine by machine: all or none. The devices of one group on one machine are made in one transaction;
 * when a step fails, what earlier ones did is undone, the last first. What is there already is left as it is, so that a plan can be
 * applied again: also after a process that was killed, whose half-done transaction is taken back before anything else.
 * @throws HostError as `Host.createAll`, `define` and `recover`; `request` says which step of the plan failed, `undoing` what could
 *   not be undone
 * @throws TypeError where the plan names a machine that is not given
 */
export async function applyPlan(
  hosts: Host | FleetHosts,
  plan: Plan,
  options: ApplyOptions = {},
): Promise<AppliedPlan> {
  const names = [...new Set(plan.steps.map(({ host }) => host))]
  const machines = names.map((name) => ({ name, host: machineOf(hosts, name, names.length) }))
  const applying = new Applying(plan, options)
  try {
    for (const { name, host } of machines) await applying.apply(name, host)
  } catch (error) {
    throw await applying.undone(error)
  }
  const { done, skipped, devices } = applying
  return { done, skipped, devices }
}

function machineOf(hosts: Host | FleetHosts, name: string | undefined, count: number): Host {
  if (isHost(hosts)) {
    if (count === 1) return hosts
    throw new TypeError(`The plan is for ${count} machines, and one is given.`)
  }
  const host = name === undefined ? undefined : Object.hasOwn(hosts, name) ? hosts[name] : undefined
  if (host !== undefined) return host
  throw new TypeError(
    name === undefined
      ? 'The plan names no machine, and a fleet is given.'
      : `The plan is for ${JSON.stringify(name)}, which is not given.`,
  )
}

function isHost(hosts: Host | FleetHosts): hosts is Host {
  return typeof hosts['snapshot'] === 'function'
}

type MakingStep = CreateStep | StartStep

class Applying {
  readonly done: PlanStep[] = []
  readonly skipped: PlanStep[] = []
  readonly devices: HostDevice[] = []
  readonly #undo: (() => Promise<unknown>)[] = []

  constructor(
    readonly plan: Plan,
    readonly options: ApplyOptions,
  ) {}

  async apply(name: string | undefined, host: Host): Promise<void> {
    const steps = this.plan.steps.filter((step) => step.host === name)
    const snapshot = await this.#recovered(host, steps)
    const taken = new Set<HostDevice>()
    const making = steps.filter(isMaking)
    const missing = new Set<PlanStep>(making.filter((step) => !isThere(step, snapshot.devices, taken)))
    let together: MakingStep[] = []
    for (const step of steps) {
      if (isMaking(step)) {
        if (!missing.has(step)) {
          this.skipped.push(step)
          continue
        }
        if (together.length > 0 && together[0]?.group !== step.group) {
          await this.#make(host, together)
          together = []
        }
        together.push(step)
        continue
      }
      await this.#make(host, together)
      together = []
      if (step.kind === 'configure-pool') await this.#configure(host, step, snapshot)
      else if (step.kind !== 'recover') await this.#define(host, step, snapshot)
    }
    await this.#make(host, together)
  }

  /** Undoes what was done; gives the error to throw. */
  async undone(error: unknown): Promise<unknown> {
    const failures: unknown[] = []
    for (const undo of this.#undo.toReversed()) {
      try {
        await undo()
      } catch (failure) {
        if (!(failure instanceof HostError && isGone(failure))) failures.push(failure)
      }
    }
    if (failures.length === 0) return error
    const earlier = error instanceof HostError && error.undoing !== undefined ? [error.undoing] : []
    const all = [...earlier, ...failures]
    const facts = {
      undoing: all.length === 1 ? all[0] : new AggregateError(all, 'Several steps could not be undone.'),
      help: 'Something of it is left, see what undoing met: see to the cause, then plan again.',
    }
    if (error instanceof HostError) return error.with(facts)
    return new HostError('driver-refused', 'The plan was given up, and not all could be undone.', {
      cause: error,
      ...facts,
    })
  }

  /** Takes back what a process has left behind that ended while it made the same. */
  async #recovered(host: Host, steps: readonly PlanStep[]): Promise<HostSnapshot> {
    const { signal } = this.options
    const snapshot = await host.snapshot({ ...(signal && { signal }) })
    const named = new Set(steps.flatMap((step) => (step.kind === 'recover' ? step.id : [])))
    const making = steps.filter(isMaking)
    const ids = new Set(making.flatMap(({ uuid }) => uuid?.toLowerCase() ?? []))
    const groups = new Set(making.flatMap(({ group }) => group?.toLowerCase() ?? []))
    const works = (snapshot.unfinished ?? []).filter(
      ({ id, group, devices }) =>
        named.has(id) ||
        (group !== undefined && groups.has(group.toLowerCase())) ||
        devices.some((device) => ids.has(device.id.toLowerCase())),
    )
    for (const { id } of works) {
      for (const { left } of await host.recover(id, { ...(signal && { signal }) })) {
        const [first] = left
        if (first !== undefined) throw first.error
      }
    }
    for (const step of steps) {
      if (step.kind !== 'recover') continue
      if (works.some(({ id }) => id === step.id)) this.done.push(step)
      else this.skipped.push(step)
    }
    return works.length === 0 ? snapshot : host.snapshot({ ...(signal && { signal }) })
  }

  async #make(host: Host, steps: readonly MakingStep[]): Promise<void> {
    const [first] = steps
    if (first === undefined) return
    const { signal } = this.options
    const requests = steps.map((step): CreateRequest => ({
      ...{ parent: step.parent, type: step.type },
      ...(step.uuid !== undefined && { uuid: step.uuid }),
      ...(step.attributes !== undefined && { attributes: step.attributes }),
      ...(step.kind === 'create' && step.aggregate !== undefined && { aggregate: step.aggregate }),
      ...(step.kind === 'create' && step.index !== undefined && { index: step.index }),
    }))
    let made: HostDevice[]
    try {
      made = await host.createAll(requests, {
        ...(first.group !== undefined && { group: first.group }),
        ...(signal && { signal }),
      })
    } catch (error) {
      throw this.#ofStep(error, error instanceof HostError ? (steps[error.request ?? 0] ?? first) : first)
    }
    for (const { id, parent } of made) this.#undo.push(() => host.destroy(id, { parent }))
    this.devices.push(...made)
    this.done.push(...steps)
  }

  async #configure(host: Host, step: ConfigurePoolStep, { types }: HostSnapshot): Promise<void> {
    const { parent, counts } = step
    const { signal } = this.options
    const before = types.filter((type) => type.parent === parent)
    const enough = Object.entries(counts).every(
      ([id, count]) => (before.find((type) => type.id === id)?.maxInstances ?? -1) >= count,
    )
    if (enough) {
      this.skipped.push(step)
      return
    }
    try {
      await host.configurePool(parent, counts, { ...(signal && { signal }) })
    } catch (error) {
      throw this.#ofStep(error, step)
    }
    const old = Object.fromEntries(before.map(({ id, maxInstances = 0 }) => [id, maxInstances]))
    this.#undo.push(() => host.configurePool(parent, old))
    this.done.push(step)
  }

  async #define(host: Host, step: DefineStep | AutostartStep, { devices }: HostSnapshot): Promise<void> {
    const { signal } = this.options
    const { uuid, parent, type, autostart } = step
    const there = devices.find(
      (device) => device.defined && device.parent === parent && device.uuid?.toLowerCase() === uuid.toLowerCase(),
    )
    if (there !== undefined && there.type !== type) throw this.#ofStep(otherDefinition(step, there), step)
    if (there?.autostart === autostart) {
      this.skipped.push(step)
      return
    }
    try {
      if (there !== undefined || step.kind === 'autostart') {
        await host.setAutostart(uuid, autostart, { parent, ...(signal && { signal }) })
        this.#undo.push(() => host.setAutostart(uuid, there?.autostart === true, { parent }))
      } else {
        const attributes = step.attributes === undefined ? {} : { attributes: step.attributes }
        await host.define({ parent, type, uuid, autostart, ...attributes }, { ...(signal && { signal }) })
        this.#undo.push(() => host.undefine(uuid, { parent }))
      }
    } catch (error) {
      throw this.#ofStep(error, step)
    }
    this.done.push(step)
  }

  #ofStep(error: unknown, step: PlanStep): unknown {
    return error instanceof HostError ? error.with({ request: this.plan.steps.indexOf(step) }) : error
  }
}

function isMaking(step: PlanStep): step is MakingStep {
  return step.kind === 'create' || step.kind === 'start'
}

/** What is thrown where somebody has defined something else since the plan was made. */
function otherDefinition({ uuid, parent, type }: DefineStep | AutostartStep, there: HostDevice): HostError {
  const is = there.type === undefined ? 'of no type' : `of type ${shown(there.type)}`
  return new HostError(
    'definition-exists',
    `The definition of ${uuid} on ${shown(parent)} is ${is}, and the plan is for type ${shown(type)}.`,
    { help: 'Remove that definition, or plan again.' },
  )
}

function isGone({ code }: HostError): boolean {
  return code === 'device-unknown' || code === 'definition-unknown'
}

/** Whether the device of a step is there; each device is that of one step. */
function isThere(step: MakingStep, devices: readonly HostDevice[], taken: Set<HostDevice>): boolean {
  const there = devices.find((device) => {
    if (!device.active || taken.has(device) || device.parent !== step.parent || device.type !== step.type) return false
    const { aggregate = 1, index } = step.kind === 'create' ? step : {}
    if ((device.aggregation ?? aggregate) !== aggregate) return false
    const uuid = step.uuid?.toLowerCase()
    if (uuid !== undefined) return device.uuid?.toLowerCase() === uuid
    const group = step.group?.toLowerCase()
    if (device.backend === 'flat') {
      return device.uuid?.toLowerCase() === group && (index === undefined || device.index === index)
    }
    return group === undefined ? device.ours === true : device.group?.toLowerCase() === group
  })
  if (there !== undefined) taken.add(there)
  return there !== undefined
}
