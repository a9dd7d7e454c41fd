import { openRoom } from '@coplane/client'
import { indexedDb } from '@coplane/client/offline'
import { Board } from './board.ts'
import { removeSelected, addNode } from './edits.ts'
import { listenToKeys } from './keyboard.ts'
import { kindOf } from './kinds.ts'
import { listenToClipboard } from './clipboard.ts'
import { LabelEditor } from './label-editor.ts'
import { Notice } from './notice.ts'
import { ownProfile } from './person.ts'
import { showRefusals } from './refusal.ts'
import { Pointer } from './pointer.ts'
import { roomName, roomUrl } from './room-address.ts'
import { readSettings } from './page-settings.ts'
import { seed } from './sample.ts'
import { selectionBar } from './selection-bar.ts'
import { exposeForTests } from './test-hook.ts'
import { Toolbar } from './toolbar.ts'
import { topBar } from './top-bar.ts'
import { listenToWheel } from './wheel.ts'
import { bottomBar } from './bottom-bar.ts'

const name = roomName(location.pathname)
const settings = readSettings(location)
document.title = `${name} · Coplane`

const room = openRoom(roomUrl(location, name), {
  profile: { ...ownProfile() },
  offline: indexedDb(),
  warnOnLeave: true,
  ...(settings.token !== undefined && { token: settings.token }),
})
const board = new Board(room, settings.culling)
const editor = new LabelEditor(board)
const toolbar = new Toolbar(board)
const notice = new Notice()

const edit = (id: string): void => editor.edit(id)
const remove = (): void => {
  const removed = removeSelected(board)
  if (removed > 1) notice.say(`Deleted ${removed.toLocaleString('en')} nodes`)
}
const pointer = new Pointer(board, {
  edit,
  create: (at) => edit(addNode(board, kindOf('service'), at)),
  disarm: () => toolbar.arm(undefined),
})
listenToKeys(board, pointer, { edit, remove, arm: (kind) => toolbar.arm(kind) })
listenToWheel(board)
listenToClipboard(board, remove)
showRefusals(room, notice)

document.body.append(
  board.stage.element,
  editor.element,
  selectionBar(board, { edit, remove }),
  topBar(board, name, notice),
  toolbar.element,
  ...bottomBar(board),
  notice.element,
)
board.stage.measure()

let isShown = false
const show = (): void => {
  if (isShown) return
  isShown = true
  board.view.moveTo(settings.view === 'near' ? board.middle() : board.fitted())
  exposeForTests(board)
}

// Without a server the page shows what it held when it was last open here.
void room.loaded.then(() => {
  if (room.nodes.size > 0) board.loop.next(show)
})

room.ready.then(
  () => {
    seed(room, settings.nodes)
    // The sample is where everybody starts, nobody's edit.
    room.history.clear()
    // The sample and what the room held are both in the document now, and on the canvas with the next frame.
    board.loop.next(() => {
      show()
      if (board.canvas.size === 0) notice.say('An empty canvas. Double-click to add the first node.')
    })
  },
  (reason: unknown) =>
    notice.say(`This room is closed: ${reason instanceof Error ? reason.message : String(reason)}`, true),
)
