/** Something about one of the attributes that a device is to have. */
export interface AttributeFault {
  /** Which of them, from 0 up. */
  index: number
  part: 'name' | 'value'
  /** What the driver will answer; absent on a remark about what is legal and may not be what was meant. */
  code?: 'attribute-unknown' | 'attribute-refused'
  /** One sentence with the actual value, and with what is allowed. */
  message: string
  help?: string
}
