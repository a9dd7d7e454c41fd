import type { Box } from './box.ts'
import { overlaps } from './box.ts'

/** Canvas units. About three cards wide: a screen at 100 % touches some ten cells, a card one to four. */
const cellSize = 512
/** Above this many cells an item is looked at in every query instead of being listed in each cell. */
const maxCells = 64

interface Entry<T> {
  readonly item: T
  left: number
  top: number
  right: number
  bottom: number
  /** The last query that met this entry, so that an item in four cells is visited once. */
  query: number
}

/** A uniform grid over moving boxes: what is on screen, and what is under the pointer, without asking every node. */
export class Grid<T extends Box> {
  readonly #cells = new Map<string, Set<Entry<T>>>()
  readonly #entries = new Map<T, Entry<T>>()
  readonly #oversize = new Set<Entry<T>>()
  #query = 0

  /** Adds the item, or moves it to where it is now. */
  put(item: T): void {
    const left = Math.floor(item.x / cellSize)
    const top = Math.floor(item.y / cellSize)
    const right = Math.floor((item.x + item.w) / cellSize)
    const bottom = Math.floor((item.y + item.h) / cellSize)
    const known = this.#entries.get(item)
    if (known) {
      if (known.left === left && known.top === top && known.right === right && known.bottom === bottom) return
      this.#unlist(known)
    }
    const entry = { item, left, top, right, bottom, query: 0 }
    this.#entries.set(item, entry)
    this.#list(entry)
  }

  delete(item: T): void {
    const entry = this.#entries.get(item)
    if (!entry) return
    this.#entries.delete(item)
    this.#unlist(entry)
  }

  /** Every item that touches the box, once, in no order. */
  within(box: Box, into: T[] = []): T[] {
    const query = ++this.#query
    const visit = (entry: Entry<T>): void => {
      if (entry.query === query) return
      entry.query = query
      if (overlaps(entry.item, box)) into.push(entry.item)
    }
    const left = Math.floor(box.x / cellSize)
    const right = Math.floor((box.x + box.w) / cellSize)
    const top = Math.floor(box.y / cellSize)
    const bottom = Math.floor((box.y + box.h) / cellSize)
    if ((right - left + 1) * (bottom - top + 1) > this.#cells.size) this.#entries.forEach(visit)
    else {
      for (let column = left; column <= right; column++)
        for (let row = top; row <= bottom; row++) this.#cells.get(`${column},${row}`)?.forEach(visit)
      this.#oversize.forEach(visit)
    }
    return into
  }

  #list(entry: Entry<T>): void {
    if ((entry.right - entry.left + 1) * (entry.bottom - entry.top + 1) > maxCells) {
      this.#oversize.add(entry)
      return
    }
    for (let column = entry.left; column <= entry.right; column++)
      for (let row = entry.top; row <= entry.bottom; row++) {
        const key = `${column},${row}`
        const cell = this.#cells.get(key)
        if (cell) cell.add(entry)
        else this.#cells.set(key, new Set([entry]))
      }
  }

  #unlist(entry: Entry<T>): void {
    if (this.#oversize.delete(entry)) return
    for (let column = entry.left; column <= entry.right; column++)
      for (let row = entry.top; row <= entry.bottom; row++) {
        const key = `${column},${row}`
        const cell = this.#cells.get(key)
        cell?.delete(entry)
        if (cell?.size === 0) this.#cells.delete(key)
      }
  }
}
