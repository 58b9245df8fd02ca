/**
 * What xmlbuilder2 takes for a reference when it writes: its `&` is not escaped, so a value that holds one as itself is
 * written as something else.
 */
export const builderReference = /&(?:[A-Za-z]+|#[0-9]+);/
