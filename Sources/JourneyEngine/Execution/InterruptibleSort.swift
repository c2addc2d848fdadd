/// Sorting that stops when it is asked to, and that stops early where only the first few are
/// wanted.
struct InterruptibleSort {
  let cancellation: Cancellation

  func sorted<Element: Comparable>(
    _ elements: [Element], limit: Int?
  ) throws(QueryFailure) -> [Element] {
    try sorted(elements, limit: limit) { $0 < $1 }
  }

  func sorted<Element>(
    _ elements: [Element], limit: Int?, by precedes: (Element, Element) -> Bool
  ) throws(QueryFailure) -> [Element] {
    if let limit, limit < elements.count / 4 {
      return try first(limit, of: elements, by: precedes)
    }
    let all = try merged(elements, by: precedes)
    return limit.map { Array(all.prefix($0)) } ?? all
  }

  /// Runs of this many are sorted at once; between runs and merges Ctrl-C is heard.
  private static let runLength = 1 << 16

  private func merged<Element>(
    _ elements: [Element], by precedes: (Element, Element) -> Bool
  ) throws(QueryFailure) -> [Element] {
    var runs: [[Element]] = []
    for start in stride(from: 0, to: elements.count, by: InterruptibleSort.runLength) {
      try check()
      let end = min(start + InterruptibleSort.runLength, elements.count)
      runs.append(elements[start..<end].sorted(by: precedes))
    }
    while runs.count > 1 {
      var next: [[Element]] = []
      for pair in stride(from: 0, to: runs.count, by: 2) {
        try check()
        next.append(
          pair + 1 < runs.count
            ? InterruptibleSort.merge(runs[pair], runs[pair + 1], by: precedes) : runs[pair])
      }
      runs = next
    }
    return runs.first ?? []
  }

  private static func merge<Element>(
    _ left: [Element], _ right: [Element], by precedes: (Element, Element) -> Bool
  ) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(left.count + right.count)
    var (l, r) = (0, 0)
    while l < left.count, r < right.count {
      if precedes(right[r], left[l]) {
        result.append(right[r])
        r += 1
      } else {
        result.append(left[l])
        l += 1
      }
    }
    result += left[l...]
    result += right[r...]
    return result
  }

  /// A heap whose top is the last of those kept; most elements fail against it at once.
  private func first<Element>(
    _ limit: Int, of elements: [Element], by precedes: (Element, Element) -> Bool
  ) throws(QueryFailure) -> [Element] {
    guard limit > 0 else { return [] }
    var heap = elements.prefix(limit).sorted { precedes($1, $0) }
    for start in stride(from: limit, to: elements.count, by: InterruptibleSort.runLength) {
      try check()
      let end = min(start + InterruptibleSort.runLength, elements.count)
      for element in elements[start..<end] where precedes(element, heap[0]) {
        heap[0] = element
        InterruptibleSort.siftDown(&heap, by: precedes)
      }
    }
    return heap.sorted(by: precedes)
  }

  private func check() throws(QueryFailure) {
    if cancellation.isCancelled { throw .cancelled }
  }

  private static func siftDown<Element>(
    _ heap: inout [Element], by precedes: (Element, Element) -> Bool
  ) {
    var parent = 0
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(heap[largest], heap[child]) {
        largest = child
      }
      if largest == parent { return }
      heap.swapAt(parent, largest)
      parent = largest
    }
  }
}
