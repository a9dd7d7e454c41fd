import type { FixedPoint } from '@coplane/client/protocol/cursor'

/**
 * Points of the canvas in cells, made anew each time: `items`, `xs` and `ys` are sorted by cell, row by row. The cells divide
 * where most of the points are; the outermost reach on for ever, so that a few who are far away coarsen nothing.
 */
export class PointGrid<Item> {
  items: Item[] = []
  xs = new Float64Array(0)
  ys = new Float64Array(0)
  private readonly added: Item[] = []
  private readonly addedXs: number[] = []
  private readonly addedYs: number[] = []
  private side = 1
  private readonly columns = new Axis()
  private readonly rows = new Axis()
  private starts = new Int32Array(2)
  private cells = new Int32Array(0)

  clear(): void {
    this.added.length = this.addedXs.length = this.addedYs.length = 0
  }

  add(item: Item, { x, y }: FixedPoint): void {
    this.added.push(item)
    this.addedXs.push(x)
    this.addedYs.push(y)
  }

  /** Sorts what was added; before any question. */
  arrange(): void {
    const { added, addedXs, addedYs } = this
    const count = added.length
    this.side = Math.min(Math.max(Math.ceil(Math.sqrt(count / pointsPerCell)), 1), mostCells)
    this.columns.divide(addedXs, this.side)
    this.rows.divide(addedYs, this.side)
    if (this.xs.length < count) {
      this.xs = new Float64Array(count * 2)
      this.ys = new Float64Array(count * 2)
      this.cells = new Int32Array(count * 2)
    }
    const { cells, xs, ys } = this
    const starts = this.emptyStarts()
    for (let index = 0; index < count; index++) {
      const cell = this.row(addedYs[index]!) * this.side + this.column(addedXs[index]!)
      cells[index] = cell
      starts[cell + 1]!++
    }
    for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!
    // From the last to the first, each cell is filled from its end; then every start is where it belongs.
    const items = [...added]
    for (let index = count - 1; index >= 0; index--) {
      const at = --starts[cells[index]! + 1]!
      items[at] = added[index]!
      xs[at] = addedXs[index]!
      ys[at] = addedYs[index]!
    }
    this.items = items
  }

  column(x: number): number {
    return this.columns.cell(x)
  }

  row(y: number): number {
    return this.rows.cell(y)
  }

  /** @returns where the points of a cell begin. */
  start(column: number, row: number): number {
    return this.starts[row * this.side + column + 1]!
  }

  /** @returns behind the last point of a cell. */
  end(column: number, row: number): number {
    return this.start(column + 1, row)
  }

  /** Two more than there are cells: behind the last one lies its end, before the first one a zero. */
  private emptyStarts(): Int32Array {
    const length = this.side * this.side + 2
    if (this.starts.length === length) this.starts.fill(0)
    else this.starts = new Int32Array(length)
    return this.starts
  }
}

/** One direction of the grid. */
class Axis {
  private from = 0
  private cellSize = 1
  private last = 0

  divide(values: readonly number[], cells: number): void {
    this.last = cells - 1
    const step = Math.max(Math.floor(values.length / samples), 1)
    const sampled = new Float64Array(Math.ceil(values.length / step))
    for (let index = 0; index < sampled.length; index++) sampled[index] = values[index * step]!
    sampled.sort()
    const outermost = Math.floor(sampled.length / 16)
    this.from = sampled[outermost] ?? 0
    const to = sampled[sampled.length - 1 - outermost] ?? 0
    this.cellSize = Math.max((to - this.from) / cells, 1)
  }

  cell(value: number): number {
    return Math.min(Math.max(Math.floor((value - this.from) / this.cellSize), 0), this.last)
  }
}

const pointsPerCell = 4
const mostCells = 64
/** Of so many points one learns well enough where most of them are. */
const samples = 64
