import { drive } from './drive.ts'
import { reportPrefix, type DriverOrder } from './driver-report.ts'

/** The driver's process: one order in, one report out. */
const order = JSON.parse(process.argv[2] ?? '{}') as DriverOrder
setTimeout(() => {
  process.stderr.write(`the driver did not finish within ${order.deadlineSeconds} s\n`)
  process.exit(1)
}, order.deadlineSeconds * 1000).unref()
const report = await drive(order)
process.stdout.write(`${reportPrefix}${JSON.stringify(report)}\n`, () => process.exit(0))
