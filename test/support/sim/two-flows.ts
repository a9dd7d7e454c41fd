import { CanvasFlow } from '../../../client-sdk/src/react-flow/canvas-flow.ts'
import type { FlowNode } from '../../../client-sdk/src/react-flow/flow-node.ts'
import type { CanvasFlowOptions } from '../../../client-sdk/src/react-flow/flow-options.ts'
import type { Room } from '../../../client-sdk/src/room.ts'
import { SimWorld } from './sim-world.ts'

/** Two pages that show one room in React Flow, without the React Flow. */
export async function twoPages(options: CanvasFlowOptions = {}): Promise<{
  world: SimWorld
  mine: CanvasFlow
  theirs: CanvasFlow
  room: Room
  theirRoom: Room
  settle: () => Promise<void>
}> {
  const world = new SimWorld(1)
  const room = world.join('flow').room
  const theirRoom = world.join('flow').room
  const settle = (): Promise<void> => world.clock.pass(1_000)
  await settle()
  room.batch(() => {
    room.nodes.create({ id: 'box', type: 'group', x: 100, y: 100, w: 400, h: 300 })
    room.nodes.create({
      id: 'a',
      type: 'task',
      parent: 'box',
      x: 10,
      y: 20,
      w: 120,
      h: 40,
      data: { label: 'A' },
    })
    room.nodes.create({ id: 'b', type: 'task', parent: 'box', x: 210, y: 20, w: 120, h: 40 })
    room.edges.create({ id: 'ab', source: ['a', 'out'], target: ['b', ''] })
  })
  await settle()
  const mine = new CanvasFlow(room, options)
  const theirs = new CanvasFlow(theirRoom, options)
  mine.subscribe(() => undefined)
  theirs.subscribe(() => undefined)
  return { world, mine, theirs, room, theirRoom, settle }
}

export const nodeOf = (flow: CanvasFlow, id: string): FlowNode | undefined =>
  flow.read().nodes.find((node) => node.id === id)
