import { commitPrefix, type CommitOrder } from './commit-report.ts'
import { driveWriters } from './drive-writers.ts'

/** The driver's process: one order in, one report out. */
const order = JSON.parse(process.argv[2] ?? '{}') as CommitOrder
setTimeout(() => {
  process.stderr.write(`the driver did not finish within ${order.deadlineSeconds} s\n`)
  process.exit(1)
}, order.deadlineSeconds * 1000).unref()
const report = await driveWriters(order)
process.stdout.write(`${commitPrefix}${JSON.stringify(report)}\n`, () => process.exit(0))
