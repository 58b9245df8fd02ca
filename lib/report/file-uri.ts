/** The URI of a file: of a relative name a relative one, of an absolute name `file:///...`. Every part is percent-encoded. */
export function fileUri(file: string): string {
  const drive = /^[A-Za-z]:[\\/]/.test(file)
  const parts = (drive ? file.replaceAll('\\', '/') : file).split('/')
  const encoded = parts.map((part, index) => (drive && index === 0 ? part : encodedPart(part))).join('/')
  if (drive) return `file:///${encoded}`
  return encoded.startsWith('/') ? `file://${encoded.replace(/^\/+/, '/')}` : encoded
}

/** One part of a path; a lone surrogate has no UTF-8 and is written as U+FFFD, as every decoder would. */
function encodedPart(part: string): string {
  return encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\ufffd')).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
