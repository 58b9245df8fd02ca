/**
 * A value as far as it could be read: every field may be missing, at every depth. Rules look at drafts, so that one fault
 * never hides another. Lists keep one item for each element of the text, so that an index means the same in both.
 */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> }
    : T

/** The keys of `T` that hold lists. */
export type ListKey<T> = T extends unknown
  ? { [K in keyof T]-?: Exclude<T[K], undefined> extends readonly unknown[] ? K : never }[keyof T]
  : never

/** What the list at key `K` of `T` holds. */
export type ItemOf<T, K extends PropertyKey> = T extends { [P in K]?: readonly (infer Item)[] } ? Item : never

/** Every path into `T`: keys, and numbers for the items of lists. */
export type PathOf<T> = T extends readonly (infer Item)[]
  ? readonly [number] | readonly [number, ...PathOf<Item>]
  : T extends object
    ? { [K in keyof T & string]-?: readonly [K] | readonly [K, ...PathOf<Exclude<T[K], undefined>>] }[keyof T & string]
    : never

/** What stands at path `P` of `T`. */
export type At<T, P extends readonly unknown[]> = P extends readonly [infer K, ...infer Rest]
  ? T extends readonly (infer Item)[]
    ? At<Item, Rest>
    : T extends unknown
      ? K extends keyof T
        ? At<Exclude<T[K], undefined>, Rest>
        : never
      : never
  : T

/** Every path of `T` that leads to an item of a list. */
export type ItemPathOf<T> = Extract<PathOf<T>, readonly [...unknown[], number]>
