import { describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { isOrderKey } from '../../client-sdk/src/model/order-key.ts'
import { assertSound } from '../support/assert-sound.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'

/** Two authors who know the same canvas; what they write next is concurrent. */
function shared(write: (author: RawAuthor) => void): { room: RepairedRoom; ada: RawAuthor; bob: RawAuthor } {
  const room = new RepairedRoom()
  const ada = new RawAuthor(1)
  const bob = new RawAuthor(2)
  write(ada)
  room.tick(ada, bob)
  return { room, ada, bob }
}

describe('[IN1] an edge whose node is missing is deleted', () => {
  test('[IN1] one deletes a node while another connects it', () => {
    const { room, ada, bob } = shared((author) => {
      author.node('a', ['', 0, 0])
      author.node('b', ['', 10, 0])
      author.node('c', ['', 20, 0])
      author.edge('ab', 'a', 'b')
      author.edge('bc', 'b', 'c')
    })
    ada.nodes.delete('a')
    bob.edge('ca', 'c', 'a')
    const { refusals } = room.tick(ada, bob)
    expect(Object.keys(room.edges)).toEqual(['bc'])
    expect(refusals).toEqual([])
    expect(room.counters.repairs).toMatchObject({ edge: 2, parent: 0, value: 0 })
  })

  test('[IN1] the edge comes ticks after the node has gone', () => {
    const { room, ada, bob } = shared((author) => {
      author.node('a', ['', 0, 0])
      author.node('b', ['', 10, 0])
    })
    ada.nodes.delete('a')
    room.tick(ada)
    bob.edge('ab', 'a', 'b')
    room.tick(bob)
    expect(room.edges).toEqual({})
  })

  test('[IN1] an edge that is led to a node that does not exist', () => {
    const { room, ada } = shared((author) => {
      author.node('a', ['', 0, 0])
      author.edge('aa', 'a', 'a')
    })
    ;(ada.edges.get('aa') as Y.Map<unknown>).set('e', ['nowhere', ''])
    room.tick(ada)
    expect(room.edges).toEqual({})
  })
})

describe('[IN2] a node whose parent is missing stays where it was seen', () => {
  test('[IN2] the parent and its parent are deleted while a child moves', () => {
    const { room, ada, bob } = shared((author) => {
      author.node('outer', ['', 100, 50])
      author.node('inner', ['outer', 20, 10])
      author.node('leaf', ['inner', 3, 4])
      author.node('twig', ['leaf', 1, 1])
    })
    ada.nodes.delete('outer')
    ada.nodes.delete('inner')
    bob.set('leaf', 'pl', ['inner', 5, 6])
    room.tick(ada, bob)
    expect(room.nodes['leaf']!['pl']).toEqual(['', 125, 66])
    expect(room.nodes['twig']!['pl']).toEqual(['leaf', 1, 1])
    expect(room.counters.repairs.parent).toBe(1)
  })

  test('[IN2] whoever had not heard of the removal hangs a node on it ticks later', () => {
    const { room, ada, bob } = shared((author) => author.node('frame', ['', 100, 50]))
    ada.nodes.delete('frame')
    room.tick(ada)
    bob.node('new', ['frame', 7, 8])
    room.tick(bob)
    expect(room.nodes['new']!['pl']).toEqual(['', 107, 58])
  })

  test('[IN2] under a parent that nobody has ever seen, a node stays where it was, a new one where it says', () => {
    const { room, ada } = shared((author) => {
      author.node('frame', ['', 100, 50])
      author.node('a', ['frame', 1, 2])
    })
    ada.set('a', 'pl', ['nowhere', 900, 900])
    ada.node('b', ['nowhere', 3, 4])
    room.tick(ada)
    expect(room.nodes['a']!['pl']).toEqual(['', 101, 52])
    expect(room.nodes['b']!['pl']).toEqual(['', 3, 4])
  })

  test('[IN2] a node that is called like the canvas may come and go', () => {
    const { room, ada } = shared((author) => {
      author.node('', ['', 5, 5], 'b00')
      author.node('a', ['', 1, 2])
    })
    ada.nodes.delete('')
    room.tick(ada)
    expect(room.nodes['a']!['pl']).toEqual(['', 1, 2])
    expect(room.counters.repairs.parent).toBe(0)
  })
})

describe('[IN3] a cycle of parents is cut at the greatest id', () => {
  test('[IN3] two people put two nodes into each other', () => {
    const { room, ada, bob } = shared((author) => {
      author.node('frame', ['', 100, 100])
      author.node('a', ['', 10, 10])
      author.node('b', ['frame', 20, 20])
    })
    ada.set('a', 'pl', ['b', 1, 1])
    bob.set('b', 'pl', ['a', 2, 2])
    room.tick(ada, bob)
    expect(room.nodes['b']!['pl']).toEqual(['', 120, 120])
    expect(room.nodes['a']!['pl']).toEqual(['b', 1, 1])
    expect(room.counters.repairs.cycle).toBe(1)
  })

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('[IN3] the cut is the same when %s is heard of before %s', (first) => {
    const { room, ada, bob } = shared((author) => {
      author.node('a', ['', 10, 10])
      author.node('b', ['', 20, 20])
      author.node('c', ['b', 5, 5])
    })
    ada.set('a', 'pl', ['c', 1, 1])
    bob.set('b', 'pl', ['a', 2, 2])
    room.tick(...(first === 'a' ? [ada, bob] : [bob, ada]))
    expect(room.nodes).toMatchObject({
      a: { pl: ['c', 1, 1] },
      b: { pl: ['a', 2, 2] },
      c: { pl: ['', 25, 25] },
    })
  })

  test('[IN3] a node in itself, and new nodes in a ring', () => {
    const { room, ada } = shared((author) => author.node('a', ['', 10, 10]))
    ada.set('a', 'pl', ['a', 3, 3])
    ada.node('x', ['y', 1, 1])
    ada.node('y', ['x', 2, 2])
    room.tick(ada)
    expect(room.nodes['a']!['pl']).toEqual(['', 10, 10])
    expect(room.nodes['y']!['pl']).toEqual(['', 2, 2])
  })
})

describe('[IN4] siblings have different order keys', () => {
  test('[IN4] the later id gets a key between its neighbours, and nothing changes its place', () => {
    const { room, ada, bob } = shared((author) => {
      author.node('m', ['', 0, 0], 'a1')
      author.node('top', ['', 0, 0], 'a2')
    })
    ada.node('z', ['', 0, 0], 'a1')
    bob.node('b', ['', 0, 0], 'a1')
    room.tick(ada, bob)
    expect(room.order()).toEqual(['b', 'm', 'z', 'top'])
    expect(room.nodes['b']!['z']).toBe('a1')
    expect(room.counters.repairs.order).toBe(2)
  })

  test('[IN4] nodes without a key, and with what is none, keep the place that clients showed them at', () => {
    const room = new RepairedRoom()
    const ada = new RawAuthor(1)
    ada.node('c', ['', 0, 0], 'a1')
    ada.node('b', ['', 0, 0], '', { z: undefined })
    ada.node('a', ['', 0, 0], 'a1!')
    ada.node('d', ['', 0, 0], 7)
    ada.node('e', ['', 0, 0], 'zz'.repeat(400))
    room.tick(ada)
    expect(room.order()).toEqual(['b', 'd', 'c', 'a', 'e'])
    for (const { z } of Object.values(room.nodes)) expect(isOrderKey(z), String(z)).toBe(true)
    expect(room.nodes['c']!['z']).toBe('a1')
  })

  test('[IN4] equal keys under different parents are no fault, until one comes over', () => {
    const { room, ada } = shared((author) => {
      author.node('frame', ['', 0, 0], 'a0')
      author.node('a', ['', 0, 0], 'a1')
      author.node('b', ['frame', 0, 0], 'a1')
    })
    expect(room.counters.repairs.order).toBe(0)
    ada.set('b', 'pl', ['', 5, 5])
    room.tick(ada)
    expect(room.counters.repairs.order).toBe(1)
    expect(room.order()).toEqual(['frame', 'a', 'b'])
  })

  test('[IN4] where keys are as long as they can be, their neighbours make room, in their order', () => {
    const long = `a1${'V'.repeat(157)}`
    const { room, ada } = shared((author) => {
      author.node('a', ['', 0, 0], `${long}V`)
      author.node('b', ['', 0, 0], `${long}W`)
      author.node('c', ['', 0, 0], `${long}X`)
    })
    expect(room.counters.repairs.order).toBe(0)
    ada.node('bb', ['', 0, 0], `${long}W`)
    room.tick(ada)
    expect(room.order()).toEqual(['a', 'b', 'bb', 'c'])
    assertSound(room.replica)
  })

  test('[IN4] the repair is the same for the same randomness, and another for another', () => {
    const repaired = (seed: number): unknown => {
      const room = new RepairedRoom({ seed })
      const ada = new RawAuthor(1)
      for (const id of ['a', 'b', 'c']) ada.node(id, ['', 0, 0], 'a1')
      room.tick(ada)
      return room.nodes
    }
    expect(repaired(5)).toEqual(repaired(5))
    expect(repaired(5)).not.toEqual(repaired(6))
  })
})
