import { describe, expect, test } from 'vitest'
import { CanvasFlow } from '../../client-sdk/src/react-flow/canvas-flow.ts'
import { nodeOf, twoPages } from '../support/sim/two-flows.ts'

describe('[RF4] the canvas as React Flow takes it', () => {
  test('[RF4] nodes carry their sizes, parents come first, and ends without a handle have none', async () => {
    const { mine, room } = await twoPages()
    expect(mine.read().nodes.map(({ id }) => id)).toEqual(['box', 'a', 'b'])
    const a = nodeOf(mine, 'a')!
    expect(a).toMatchObject({
      type: 'task',
      parentId: 'box',
      position: { x: 10, y: 20 },
      width: 120,
      height: 40,
    })
    expect(a.data).toBe(room.nodes.get('a')!.data)
    expect(mine.read().edges).toMatchObject([
      { id: 'ab', source: 'a', sourceHandle: 'out', target: 'b', targetHandle: null },
    ])
  })

  test('[RF4] with the handles known, a node counts as measured in the size that the document has', async () => {
    const { mine } = await twoPages({ types: { task: { handles: [{ type: 'source', position: 'right' }] } } })
    expect(nodeOf(mine, 'a')).toMatchObject({
      measured: { width: 120, height: 40 },
      handles: [{ x: 117, y: 17 }],
    })
    expect(nodeOf(mine, 'box')).not.toHaveProperty('measured')
  })
})

describe('[RF5] what did not change stays the same object', () => {
  test('[RF5] a node that somebody moves is one new object, and its data the old one', async () => {
    const { mine, theirRoom, settle } = await twoPages()
    const before = mine.read()
    theirRoom.nodes.update('a', { x: 50 })
    await settle()
    const after = mine.read()
    expect(after.edges).toBe(before.edges)
    expect(after.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, false, true])
    expect(nodeOf(mine, 'a')).toMatchObject({ position: { x: 50, y: 20 } })
    expect(nodeOf(mine, 'a')!.data).toBe(before.nodes[1]!.data)
  })

  test('[RF5] an edit that shows nothing here is no new snapshot', async () => {
    const { mine, theirRoom, settle } = await twoPages()
    const before = mine.read()
    theirRoom.meta.set('title', 'Plan')
    await settle()
    mine.changeNodes([{ type: 'position', id: 'nobody', position: { x: 1, y: 1 }, dragging: false }])
    expect(mine.read()).toBe(before)
  })

  test('[RF5] a node that moves into another parent is listed after it', async () => {
    const { mine, theirRoom, settle } = await twoPages()
    theirRoom.nodes.create({ id: 'late', type: 'group', x: 0, y: 0, w: 10, h: 10 })
    theirRoom.nodes.update('a', { parent: 'late' })
    await settle()
    expect(mine.read().nodes.map(({ id }) => id)).toEqual(['box', 'b', 'late', 'a'])
  })

  test('[RF5] a locked node can be neither dragged nor deleted by hand', async () => {
    const { mine, theirRoom, settle } = await twoPages()
    theirRoom.nodes.update('a', { locked: true })
    await settle()
    expect(nodeOf(mine, 'a')).toMatchObject({ draggable: false, deletable: false })
    theirRoom.nodes.update('a', { locked: false })
    await settle()
    expect(nodeOf(mine, 'a')).not.toHaveProperty('draggable')
  })
})

describe('[RF6] selections and measurements stay on the page', () => {
  test('[RF6] they change what is shown here, and not the document', async () => {
    const { mine, theirs, room, theirRoom, settle } = await twoPages()
    const edits = room.sync.unsaved
    mine.changeNodes([
      { type: 'select', id: 'a', selected: true },
      { type: 'dimensions', id: 'a', dimensions: { width: 121, height: 41 } },
    ])
    mine.changeEdges([{ type: 'select', id: 'ab', selected: true }])
    expect(nodeOf(mine, 'a')).toMatchObject({
      selected: true,
      measured: { width: 121, height: 41 },
      width: 120,
    })
    expect(mine.read().edges[0]).toMatchObject({ selected: true })
    expect(room.sync.unsaved).toBe(edits)
    // The room shows what somebody selected together with where they are.
    room.cursor.set([10, 10])
    await settle()
    expect(nodeOf(theirs, 'a')).toMatchObject({ selected: false })
    expect(nodeOf(theirs, 'a')).not.toHaveProperty('measured')
    expect([...theirRoom.others.all()][0]?.selection).toEqual(['a', 'ab'])
    theirRoom.nodes.remove('a')
    await settle()
    expect(room.selection.get()).toEqual([])
  })
})

describe('[RF7] editing through React Flow', () => {
  test('[RF7] what it moves and resizes is in the document once it lets go', async () => {
    const { mine, theirs, room, settle } = await twoPages()
    mine.changeNodes([{ type: 'position', id: 'a', position: { x: 30, y: 30 }, dragging: true }])
    expect(nodeOf(mine, 'a')).toMatchObject({ position: { x: 30, y: 30 } })
    mine.changeNodes([{ type: 'position', id: 'a', position: { x: 35, y: 35 }, dragging: false }])
    mine.changeNodes([
      { type: 'position', id: 'b', position: { x: 200, y: 10 } },
      {
        type: 'dimensions',
        id: 'b',
        dimensions: { width: 130, height: 50 },
        resizing: true,
        setAttributes: true,
      },
    ])
    mine.changeNodes([
      { type: 'dimensions', id: 'b', dimensions: { width: 130, height: 50 }, resizing: false },
    ])
    expect(room.nodes.get('a')).toMatchObject({ x: 35, y: 35 })
    expect(room.nodes.get('b')).toMatchObject({ x: 200, y: 10, w: 130, h: 50 })
    await settle()
    expect(nodeOf(theirs, 'a')).toMatchObject({ position: { x: 35, y: 35 } })
    expect(nodeOf(theirs, 'b')).toMatchObject({ width: 130, height: 50 })
  })

  test('[RF7] connecting the same handles twice makes one edge, and reconnecting moves it', async () => {
    const { mine, theirs, settle } = await twoPages()
    const connection = { source: 'b', sourceHandle: null, target: 'a', targetHandle: 'in' }
    mine.connect(connection)
    mine.connect(connection)
    const made = mine.read().edges.filter(({ source }) => source === 'b')
    expect(made).toHaveLength(1)
    mine.reconnect(made[0]!, { ...connection, target: 'box' })
    await settle()
    expect(theirs.read().edges.find(({ id }) => id === made[0]!.id)).toMatchObject({
      source: 'b',
      target: 'box',
      targetHandle: 'in',
    })
  })

  test('[RF7] deleting is one transaction for nodes and edges', async () => {
    const { mine, theirs, room, settle } = await twoPages()
    let transactions = 0
    room.doc.on('afterTransaction', ({ changed }: { changed: Map<unknown, unknown> }) => {
      if (changed.size > 0) transactions++
    })
    mine.changeEdges([{ type: 'remove', id: 'ab' }])
    mine.changeNodes([{ type: 'remove', id: 'a' }])
    expect(room.nodes.has('a')).toBe(true)
    mine.removeDoomed()
    expect(transactions).toBe(1)
    expect(mine.read().nodes.map(({ id }) => id)).toEqual(['box', 'b'])
    expect(mine.read().edges).toEqual([])
    await settle()
    expect(theirs.read().nodes.map(({ id }) => id)).toEqual(['box', 'b'])
  })

  test('[RF7] a parent is not deleted while something in it may not be, nor are its edges', async () => {
    const { room } = await twoPages()
    room.nodes.update('a', { locked: true })
    room.edges.create({ id: 'out', source: ['box', ''], target: ['b', ''] })
    const flow = new CanvasFlow(room, {})
    const { nodes, edges } = flow.read()
    const all = { nodes: nodes.filter(({ id }) => id !== 'a'), edges: [...edges] }
    const allowed = await flow.beforeDelete(all)
    expect(allowed.nodes.map(({ id }) => id)).toEqual(['b'])
    expect(allowed.edges.map(({ id }) => id).sort()).toEqual(['ab', 'out'])
    const alone = await flow.beforeDelete({
      nodes: nodes.filter(({ id }) => id === 'box'),
      edges: [...edges],
    })
    expect(alone.nodes).toEqual([])
    expect(alone.edges.map(({ id }) => id)).toEqual(['ab'])
  })

  test('[RF7] a viewer deletes nothing', async () => {
    const { world, settle } = await twoPages()
    const { room } = world.join('flow', { role: 'viewer' })
    await settle()
    const flow = new CanvasFlow(room, {})
    const { nodes, edges } = flow.read()
    expect(nodes).toHaveLength(3)
    expect(await flow.beforeDelete({ nodes: [...nodes], edges: [...edges] })).toEqual({
      nodes: [],
      edges: [],
    })
  })

  test('[RF7] removing nodes without React Flow’s own deleting works too', async () => {
    const { mine, room } = await twoPages()
    mine.changeNodes([{ type: 'remove', id: 'a' }])
    await Promise.resolve()
    expect(room.nodes.has('a')).toBe(false)
    expect(mine.read().edges).toEqual([])
  })

  test('[RF7] addNodes, addEdges, updateNodeData and updateEdge write what differs, and local keys nowhere', async () => {
    const { mine, theirs, room, settle } = await twoPages({ sync: { '*': { hovered: false } } })
    mine.changeNodes([
      {
        type: 'add',
        item: { id: 'c', type: 'task', position: { x: 1, y: 2 }, width: 5, height: 6, data: {} },
      },
    ])
    mine.changeEdges([{ type: 'add', item: { id: 'ac', source: 'a', target: 'c', type: 'flow' } }])
    const before = nodeOf(mine, 'a')!
    mine.changeNodes([
      { type: 'replace', id: 'a', item: { ...before, data: { label: 'AA', hovered: true } } },
    ])
    mine.changeEdges([
      {
        type: 'replace',
        id: 'ac',
        item: { id: 'ac', source: 'a', target: 'b', type: 'flow', data: { n: 1 } },
      },
    ])
    expect(nodeOf(mine, 'a')!.data).toEqual({ label: 'AA', hovered: true })
    expect(room.nodes.get('a')!.data).toEqual({ label: 'AA' })
    await settle()
    expect(nodeOf(theirs, 'a')!.data).toEqual({ label: 'AA' })
    expect(nodeOf(theirs, 'c')).toMatchObject({ type: 'task', position: { x: 1, y: 2 }, width: 5, height: 6 })
    expect(theirs.read().edges.find(({ id }) => id === 'ac')).toMatchObject({ target: 'b', data: { n: 1 } })
  })
})

test('[RF8] a flow that nobody watched meanwhile is up to date when it is watched again', async () => {
  const { world, theirRoom, room } = await twoPages()
  const flow = new CanvasFlow(room, {})
  const stop = flow.subscribe(() => undefined)
  stop()
  theirRoom.nodes.remove('a')
  theirRoom.nodes.update('b', { x: 7 })
  await world.clock.pass(1_000)
  flow.subscribe(() => undefined)
  expect(flow.read().nodes.map(({ id }) => id)).toEqual(['box', 'b'])
  expect(nodeOf(flow, 'b')).toMatchObject({ position: { x: 7, y: 20 } })
  expect(flow.read().edges).toEqual([])
})
