import { expect, test } from 'vitest'
import { maxStackBytes, maxSteps } from '../../client-sdk/src/history/step-stack.ts'
import { Replica } from '../support/replica.ts'

const box = { type: 'box', x: 1, y: 2, w: 3, h: 4 }

test('[UN13] the newest 100 steps are kept', () => {
  const { canvas, history } = new Replica()
  canvas.nodes.create({ ...box, id: 'a' })
  for (let step = 1; step <= maxSteps + 50; step++) canvas.nodes.update('a', { x: step * 2 })
  let undone = 0
  while (history.undo()) undone++
  expect(undone).toBe(maxSteps)
  expect(canvas.nodes.get('a')!.x).toBe(100)
})

test('[UN14] the memory of undo and of redo is bounded, and a step larger than the bound is not kept', () => {
  const { canvas, history } = new Replica()
  const text = 'x'.repeat(maxStackBytes / 64)
  for (let step = 0; step < 50; step++) {
    canvas.nodes.create({ ...box, id: `n${step}`, data: { text } })
    canvas.nodes.remove(`n${step}`)
    expect(history.bytes).toBeLessThanOrEqual(maxStackBytes)
  }
  let undone = 0
  while (history.undo()) undone++
  expect(undone).toBeGreaterThan(20)
  expect(undone).toBeLessThan(100)
  expect(history.bytes).toBeLessThanOrEqual(2 * maxStackBytes)
  canvas.nodes.create({ ...box, id: 'huge', data: { text: 'x'.repeat(maxStackBytes) } })
  canvas.nodes.remove('huge')
  expect([history.canUndo, history.bytes]).toEqual([false, 0])
})
