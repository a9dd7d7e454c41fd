import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const returns = 6

export const returningMember: Scenario = {
  id: 'STR13',
  sentence:
    'whoever comes back is the same member to the others, with its profile, selection and role, and never twice',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const witness = await stage.sdk(room)
    witness.room.nodes.create({ id: 'n', type: 'service', x: 1 })
    const editor = await stage.sdk(room, proxy, { profile: { name: 'Ada' } })
    const viewer = await stage.sdk(room, proxy, { profile: { name: 'Vic' }, role: 'viewer' })
    // Selections are told of those whose cursor is.
    editor.room.cursor.set([1, 1])
    editor.room.selection.set(['n'])
    const names = (): string[] =>
      [...witness.room.others.all()].map(({ profile }) => String(profile.name)).sort()
    for (let round = 0; round < returns; round++) {
      await stage.until('both are here, once', () => names().join() === 'Ada,Vic')
      await stage.until('the selection is seen', () => {
        return [...witness.room.others.all()].some(({ selection }) => selection.includes('n'))
      })
      stage.same([editor.room.role, viewer.room.role], ['editor', 'viewer'], 'roles')
      stage.same(viewer.room.nodes.update('n', { x: 99 }), false, 'a viewer edits')
      if (stage.random.chance(0.5)) proxy.resetAll()
      else for (const link of proxy.links) link.up.halfClose()
      await stage.until('both noticed', () => !editor.isLive && !viewer.isLive)
      await stage.until('both are back', () => {
        editor.goOnline()
        viewer.goOnline()
        return editor.resumed === round + 1 && viewer.resumed === round + 1
      })
    }
    await stage.until('both are here, once', () => names().join() === 'Ada,Vic')
    stage.same(witness.room.nodes.get('n')?.x, 1, 'what no viewer may change')
  },
}
