// Loaded before the compiled server: the same code, in which nothing is looked at that a client sends, and nothing counted. A
// message still passes through its gate, which is one call.
import { SocketAllowance } from '../../../server/dist/admission/socket-allowance.js'
import { Document } from '../../../server/dist/room/document.js'

for (const question of ['message', 'presence', 'event', 'ask', 'mayTell'])
  SocketAllowance.prototype[question] = () => true
for (const order of ['answered', 'sweep']) SocketAllowance.prototype[order] = () => undefined
Document.isUpdate = () => true
Document.isStateVector = () => true
