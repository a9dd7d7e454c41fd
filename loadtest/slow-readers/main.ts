import { driveSlowReaders } from './drive-slow-readers.ts'
import { slowReportPrefix, type SlowOrder } from './slow-order.ts'

/** The driver's process: one order in, one report out. */
const order = JSON.parse(process.argv[2] ?? '{}') as SlowOrder
setTimeout(() => {
  process.stderr.write(`the driver did not finish within ${order.deadlineSeconds} s\n`)
  process.exit(1)
}, order.deadlineSeconds * 1000).unref()
const report = await driveSlowReaders(order)
process.stdout.write(`${slowReportPrefix}${JSON.stringify(report)}\n`, () => process.exit(0))
