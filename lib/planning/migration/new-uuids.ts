import { v5 } from 'uuid'
import { parseUuid } from '../../libvirt/uuid.js'
import { visible } from '../../xml/visible.js'

/** The space in which the default UUIDs of new devices are named. */
const NAMESPACE = 'e0b5ae1c-4f5e-5d0b-9c53-3f0b7b2f6f0a'
/** So many UUIDs are asked for at most until one is free. */
const MOST_ATTEMPTS = 1000

/** Gives UUIDs to devices that are made on the target: each its own, or where that is taken a new one. */
export class NewUuids {
  /** Those of the target, and those that were given away. */
  readonly #taken: Set<string>
  readonly #own: ReadonlySet<string>
  readonly #guest: string
  readonly #newUuid: ((source: string, attempt: number) => string) | undefined

  /**
   * @param taken The UUIDs that are taken on the target.
   * @param own The names of the guest's devices, which others of them must not get.
   * @param guest What the default UUIDs are derived from, beside the device's own.
   */
  constructor(
    taken: ReadonlySet<string>,
    own: ReadonlySet<string>,
    guest: string,
    newUuid?: (source: string, attempt: number) => string,
  ) {
    this.#taken = new Set(taken)
    this.#own = own
    this.#guest = guest
    this.#newUuid = newUuid
  }

  /** @throws RangeError where `newUuid` gives what is no UUID, or only taken ones */
  next(id: string): string {
    const uuid = this.#taken.has(id) ? this.#another(id) : id
    this.#taken.add(uuid)
    return uuid
  }

  #another(id: string): string {
    for (let attempt = 0; ; attempt++) {
      const given = this.#newUuid?.(id, attempt) ?? v5(`${this.#guest}/${id}/${attempt}`, NAMESPACE)
      const uuid = parseUuid(given)
      if (uuid === undefined) throw new RangeError(`'${visible(given)}', given for a new device, is no UUID.`)
      if (!this.#taken.has(uuid) && !this.#own.has(uuid)) return uuid
      if (attempt > MOST_ATTEMPTS) throw new RangeError(`The UUID ${uuid}, given for a new device, is taken.`)
    }
  }
}
