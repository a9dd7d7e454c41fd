import { overlaps, type Box } from './box.ts'

/** Canvas units; items up to this size share cells of it. 64 to 1,024 measure alike in test/bench/spatial-index.bench.ts. */
const leastCell = 256
/** Cells of the last level are wider than any coordinate that the server lets through. */
const maxLevel = 40
/** Cell coordinates are kept modulo this, so that two of them make one small integer; what shares a key by chance is sorted out by its box. */
const wrap = 2 ** 15

/** In cells: a box whose right edge is rounded up to a border touches what begins there, from one cell further away. */
const rounding = 1e-9

interface Cell<T> {
  readonly key: number
  readonly filed: Filed<T>[]
}

interface Filed<T> {
  readonly item: T
  box: Box
  level: Level<T>
  cell: Cell<T>
  /** Where in the cell it stands, so that leaving takes no search. */
  slot: number
}

/** The items whose longer side is at most `size`. */
interface Level<T> {
  readonly size: number
  readonly cells: Map<number, Cell<T>>
}

/**
 * Moving boxes, and which of them touch a rectangle, without asking every one. There is a hash grid for each magnitude of
 * size; an item stands in the one cell that holds its top left corner, in the first grid whose cells are as large as it
 * is. So a move touches at most two cells however large the item, and a query looks one cell further up and left.
 */
export class SpatialIndex<T> {
  private readonly filed = new Map<T, Filed<T>>()
  private readonly levels: Level<T>[] = []

  get size(): number {
    return this.filed.size
  }

  /** Adds the item, or moves it to where it is now. */
  put(item: T, box: Box): void {
    const level = this.levelOf(Math.max(box.w, box.h))
    const key = keyOf(Math.floor(box.x / level.size), Math.floor(box.y / level.size))
    const known = this.filed.get(item)
    if (known?.level === level && known.cell.key === key) {
      known.box = box
      return
    }
    if (known) leave(known)
    let cell = level.cells.get(key)
    if (!cell) level.cells.set(key, (cell = { key, filed: [] }))
    const slot = cell.filed.length
    const filed = known ? Object.assign(known, { box, level, cell, slot }) : { item, box, level, cell, slot }
    cell.filed.push(filed)
    if (!known) this.filed.set(item, filed)
  }

  delete(item: T): void {
    const filed = this.filed.get(item)
    if (!filed) return
    this.filed.delete(item)
    leave(filed)
  }

  /** Every item that touches the rectangle, borders included, once, in no order. */
  within(rect: Box): T[] {
    const found: T[] = []
    for (const level of this.levels) if (level.cells.size > 0) search(level, rect, found)
    return found
  }

  private levelOf(side: number): Level<T> {
    let index = 0
    for (let size = leastCell; size < side && index < maxLevel; size *= 2) index++
    while (this.levels.length <= index)
      this.levels.push({ size: leastCell * 2 ** this.levels.length, cells: new Map() })
    return this.levels[index] as Level<T>
  }
}

function leave<T>({ level, cell, slot }: Filed<T>): void {
  const last = cell.filed.pop()
  if (last && slot < cell.filed.length) {
    cell.filed[slot] = last
    last.slot = slot
  }
  if (cell.filed.length === 0) level.cells.delete(cell.key)
}

function search<T>({ size, cells }: Level<T>, rect: Box, found: T[]): void {
  const left = Math.floor(rect.x / size - rounding) - 1
  const top = Math.floor(rect.y / size - rounding) - 1
  const columns = Math.floor((rect.x + rect.w) / size) - left + 1
  const rows = Math.floor((rect.y + rect.h) / size) - top + 1
  // Far out there are fewer cells than places for them; beyond `wrap` a cell would be met twice.
  if (!(columns * rows <= cells.size && columns < wrap && rows < wrap)) {
    for (const cell of cells.values()) collect(cell, rect, found)
    return
  }
  for (let column = left; column < left + columns; column++)
    for (let row = top; row < top + rows; row++) {
      const cell = cells.get(keyOf(column, row))
      if (cell) collect(cell, rect, found)
    }
}

function collect<T>(cell: Cell<T>, rect: Box, found: T[]): void {
  for (const { item, box } of cell.filed) if (overlaps(box, rect)) found.push(item)
}

function keyOf(column: number, row: number): number {
  return (column & (wrap - 1)) * wrap + (row & (wrap - 1))
}
