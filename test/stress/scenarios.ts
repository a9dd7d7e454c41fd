import type { Scenario } from './scenario.ts'
import { concurrentPublishers } from './scenarios/concurrent-publishers.ts'
import { fanOut } from './scenarios/fan-out.ts'
import { recoveryStorm } from './scenarios/recovery-storm.ts'

/** All of them, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [fanOut, concurrentPublishers, recoveryStorm]
