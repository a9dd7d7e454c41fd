/** Something that must not grow. */
export interface GateFigure {
  /** What is measured, in words; unique. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Up to how many times the baseline's value counts as no worse. */
  readonly within: number
  /** The bound that holds whatever the baseline says. */
  readonly most?: number | undefined
  /** Whether another major version of Node gives another value, so that only one and the same is compared. */
  readonly ofNode?: boolean
}

/** `counted` comes out alike on every machine; `ratios` compare two things that ran on one. */
export type GateGroup = 'counted' | 'ratios'
