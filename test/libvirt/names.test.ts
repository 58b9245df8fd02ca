import { expect } from 'chai'
import { mdevName, nodeDeviceName, parseMdevName } from '../../lib/libvirt/names.js'

const UUID = '53764d0e-85a0-42b4-af5c-2046b460b1dc'
const NAME = 'mdev_53764d0e_85a0_42b4_af5c_2046b460b1dc'

describe('names of node devices', () => {
  it('join subsystem and kernel name, with _ for every byte that is no ASCII letter or digit', () => {
    expect(nodeDeviceName('pci', '0000:41:00.4')).to.equal('pci_0000_41_00_4')
    expect(nodeDeviceName('pci', '10000:e1:00.0')).to.equal('pci_10000_e1_00_0')
    expect(nodeDeviceName('net', 'ethä', '52:54')).to.equal('net_eth___52_54')
    expect(nodeDeviceName('block', 'x€', '😀')).to.equal(`block_x${'_'.repeat(3 + 1 + 4)}`)
    expect(nodeDeviceName('mtty', 'mtty')).to.equal('mtty_mtty')
  })
})

describe('names of mediated devices', () => {
  const table: readonly (readonly [string | undefined, string])[] = [
    [undefined, NAME],
    ['0000:00:02.0', `${NAME}_0000_00_02_0`],
    ['10000:e1:00.0', `${NAME}_10000_e1_00_0`],
    ['0.0.0052', `${NAME}_0_0_0052`],
    ['matrix', `${NAME}_matrix`],
    ['mtty', `${NAME}_mtty`],
  ]
  for (const [parent, name] of table) {
    it(`are made and read: ${name}`, () => {
      expect(mdevName(UUID, parent)).to.equal(name)
      expect(parseMdevName(name)).to.deep.equal(parent === undefined ? { uuid: UUID } : { uuid: UUID, parent })
    })
  }
  it('keep the letter case that the directory has', () => {
    const upper = UUID.toUpperCase()
    expect(parseMdevName(mdevName(upper))).to.deep.equal({ uuid: upper })
  })
  it('keep a parent of another shape as the name has it', () => {
    expect(parseMdevName(`${NAME}_a_b`)).to.deep.equal({ uuid: UUID, parent: 'a_b' })
  })
  for (const name of [
    '',
    'mdev_',
    `${NAME}_`,
    `x${NAME}`,
    UUID,
    'mdev_53764d0e_85a0_42b4_af5c_2046b460b1d',
    'pci_0000_00_02_0',
  ]) {
    it(`are not '${name}'`, () => {
      expect(parseMdevName(name)).to.equal(undefined)
    })
  }
})
