import { driveLive } from './drive-live.ts'
import { livePrefix, type LiveOrder } from './live-report.ts'

/** The driver's process: one order in, one report out. */
const order = JSON.parse(process.argv[2] ?? '{}') as LiveOrder
setTimeout(() => {
  process.stderr.write(`the driver did not finish within ${order.deadlineSeconds} s\n`)
  process.exit(1)
}, order.deadlineSeconds * 1000).unref()
const report = await driveLive(order)
process.stdout.write(`${livePrefix}${JSON.stringify(report)}\n`, () => process.exit(0))
