// Sign an image URL: sign(url, key, {expires}) fixes it whole, {open} leaves some parameters to be filled in later.
import { createHmac } from 'node:crypto'

const encoded = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => '%' + character.charCodeAt(0).toString(16).toUpperCase())

// The signed URL. `key` is one of GET /dynamic-images/{id}/signing-keys, `expires` an instant in epoch seconds.
// `open` maps parameters to {length: characters, hosts: [for pictures]}; append those to what this returns.
export function sign(url, key, { expires, open = {} } = {}) {
  const { origin, pathname, searchParams } = new URL(url)
  const path = decodeURIComponent(pathname).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*/i)[0].replace(/\/+$/, '')
  const pairs = new Map([...searchParams].filter(([name, value]) => value.trim() && !Object.hasOwn(open, name)))
  if (expires) pairs.set('_expires', Math.floor(expires))
  const entries = Object.entries(open).map(([name, { length = 100, hosts = [] }]) =>
    `${encoded(name)}:${length}${hosts.length ? '@' + hosts.join('|') : ''}`)
  if (entries.length) pairs.set('_policy', entries.join(','))
  const query = [...pairs].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&')
  const signature = createHmac('sha256', key).update(`${path}\n${query}`).digest('base64url')
  return `${origin}${pathname}?${query}${query ? '&' : ''}_signature=${signature}`
}
