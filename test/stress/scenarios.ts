import type { Scenario } from './scenario.ts'
import { bounds } from './scenarios/bounds.ts'
import { callOrder } from './scenarios/call-order.ts'
import { chaos } from './scenarios/chaos.ts'
import { concurrentPublishers } from './scenarios/concurrent-publishers.ts'
import { connectChurn } from './scenarios/connect-churn.ts'
import { deadlines } from './scenarios/deadlines.ts'
import { drainUnderLoad } from './scenarios/drain-under-load.ts'
import { duplicateEvents } from './scenarios/duplicate-events.ts'
import { eventAfterState } from './scenarios/event-after-state.ts'
import { fanOut } from './scenarios/fan-out.ts'
import { forgottenPosition } from './scenarios/forgotten-position.ts'
import { joinRaces } from './scenarios/join-races.ts'
import { joinStorm } from './scenarios/join-storm.ts'
import { joinsAmongWriters } from './scenarios/joins-among-writers.ts'
import { lostAcks } from './scenarios/lost-acks.ts'
import { malformedFrames } from './scenarios/malformed-frames.ts'
import { mergedTicks } from './scenarios/merged-ticks.ts'
import { missedEvents } from './scenarios/missed-events.ts'
import { presenceChurn } from './scenarios/presence-churn.ts'
import { publisherOrder } from './scenarios/publisher-order.ts'
import { recoveryStorm } from './scenarios/recovery-storm.ts'
import { restart } from './scenarios/restart.ts'
import { returningMember } from './scenarios/returning-member.ts'
import { sessionRace } from './scenarios/session-race.ts'
import { slowReader } from './scenarios/slow-reader.ts'
import { tcpFaults } from './scenarios/tcp-faults.ts'

/** All of them, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [
  fanOut,
  concurrentPublishers,
  publisherOrder,
  callOrder,
  eventAfterState,
  mergedTicks,
  duplicateEvents,
  missedEvents,
  recoveryStorm,
  forgottenPosition,
  restart,
  lostAcks,
  returningMember,
  sessionRace,
  joinsAmongWriters,
  slowReader,
  deadlines,
  malformedFrames,
  bounds,
  tcpFaults,
  drainUnderLoad,
  connectChurn,
  joinRaces,
  presenceChurn,
  joinStorm,
  chaos,
]
