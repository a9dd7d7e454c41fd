import { reportPrefix } from '../../driver/driver-report.ts'
import { driveStock } from './drive-stock.ts'
import type { StockOrder } from './stock-order.ts'

/** The stock driver's process: one order in, one report out. */
const order = JSON.parse(process.argv[2] ?? '{}') as StockOrder
setTimeout(() => {
  process.stderr.write(`the driver did not finish within ${order.deadlineSeconds} s\n`)
  process.exit(1)
}, order.deadlineSeconds * 1000).unref()
const report = await driveStock(order)
process.stdout.write(`${reportPrefix}${JSON.stringify(report)}\n`, () => process.exit(0))
