/** How many instances of each type there shall be, by the types' ids. What is not named is left to the driver. */
export type PoolCounts = Readonly<Record<string, number>>
