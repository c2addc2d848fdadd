#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The parsed values of one column as one thread read them, piece by piece, in pages straight from
/// the system: given back whole, and at once, when the column has been put together.
final class ColumnArena {
  private var pages: [(base: UnsafeMutableRawPointer, capacity: Int)] = []
  private var used = 0
  let pageSize: Int

  init(pageSize: Int) { self.pageSize = pageSize }

  deinit {
    for page in pages { munmap(page.base, page.capacity) }
  }

  /// Room for `count` elements, contiguous and not cleared; valid as long as the arena.
  func allocate<Element: BitwiseCopyable>(
    _ type: Element.Type, count: Int
  ) -> UnsafeMutablePointer<Element> {
    let size = (max(1, count) * MemoryLayout<Element>.stride + 15) & ~15
    if pages.last.map({ used + size > $0.capacity }) ?? true { addPage(size) }
    let start = pages[pages.count - 1].base + used
    used += size
    return start.bindMemory(to: type, capacity: max(1, count))
  }

  /// Gives back the piece allocated last, but for its first `count` elements.
  func shrinkLast<Element: BitwiseCopyable>(
    _ pointer: UnsafeMutablePointer<Element>, count: Int
  ) {
    let start = UnsafeMutableRawPointer(pointer) - pages[pages.count - 1].base
    used = start + (count * MemoryLayout<Element>.stride + 15) & ~15
  }

  private func addPage(_ size: Int) {
    let system = Int(sysconf(Int32(_SC_PAGESIZE)))
    let capacity = (max(size, pageSize) + system - 1) / system * system
    let base = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else {
      // As an array's allocation would: there is no going on without memory.
      preconditionFailure("out of memory while loading")
    }
    pages.append((base, capacity))
    used = 0
  }
}
