import { Errno } from '../port/errno.js'

/**
 * What NVIDIA's `vgpu_params` keeps of what is written to it: `key=value,key=value`, which replaces what was there.
 * @throws Errno `E2BIG`, `EINVAL`
 */
export function vgpuParameters(bytes: Uint8Array): string {
  const written = new TextDecoder().decode(bytes).replace(/\n$/, '')
  if (written.length > 128) throw new Errno('E2BIG')
  if (written !== '' && !/^[\w.]+=[^,=\s]+(,[\w.]+=[^,=\s]+)*$/.test(written)) throw new Errno('EINVAL')
  return written
}
