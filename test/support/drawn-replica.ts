import { Replica } from './replica.ts'

export const box = { type: 'box', w: 100, h: 50, data: { label: 'node' } }

/** A thousand nodes, `n0` to `n999`, and how many bytes their document has grown by since. */
export function drawnReplica(): { readonly replica: Replica; grown(): number } {
  const replica = new Replica(0x0fffffff)
  replica.canvas.batch(() => {
    for (let index = 0; index < 1_000; index++)
      replica.canvas.nodes.create({ ...box, id: `n${index}`, x: index, y: index })
  })
  const before = replica.bytes.length
  return { replica, grown: () => replica.bytes.length - before }
}
