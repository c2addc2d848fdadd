/// The elements and attributes of a workbook's parts (Office Open XML).
enum WorkbookWord: UInt8, XMLWord {
  case other
  case workbookPr, date1904, sheet, name, state, id
  case relationship, target, type
  case numFmt, numFmtId, formatCode, cellXfs, xf
  case sst, si, t, r, rPh
  case sheetData, row, c, s, v, `is`, f, mergeCell, ref, hidden
}

extension XMLAttributes<WorkbookWord> {
  func number(_ name: WorkbookWord) -> Int? { string(name).flatMap { Int($0) } }

  func isOn(_ name: WorkbookWord) -> Bool {
    string(name).map { ["1", "true", "on"].contains($0) } ?? false
  }
}

/// Which sheets there are, and which way its dates are counted.
final class WorkbookIndex: XMLVisitor {
  struct Sheet {
    let name: String
    let isHidden: Bool
    let relation: String
  }

  private(set) var sheets: [Sheet] = []
  private(set) var countsFrom1904 = false
  let progress = ""

  func start(
    _ name: WorkbookWord, _ attributes: XMLAttributes<WorkbookWord>
  ) throws(XMLRefusal) {
    switch name {
    case .workbookPr: countsFrom1904 = attributes.isOn(.date1904)
    case .sheet:
      guard let name = attributes.string(.name), let relation = attributes.string(.id) else {
        return
      }
      let state = attributes.string(.state) ?? "visible"
      sheets.append(Sheet(name: name, isHidden: state != "visible", relation: relation))
    default: break
    }
  }

  func end(_ name: WorkbookWord) throws(XMLRefusal) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {}
}

/// Where the parts lie that a part refers to.
final class WorkbookRelations: XMLVisitor {
  struct Relation {
    let target: String
    /// The last word of its type: `worksheet`, `sharedStrings`, `styles`, `officeDocument`.
    let type: String
  }

  private(set) var relations: [String: Relation] = [:]
  /// The folder that targets are relative to, with a slash behind it.
  private let folder: String
  let progress = ""

  init(folder: String) { self.folder = folder }

  func start(
    _ name: WorkbookWord, _ attributes: XMLAttributes<WorkbookWord>
  ) throws(XMLRefusal) {
    guard name == .relationship, let id = attributes.string(.id),
      let target = attributes.string(.target)
    else { return }
    let type = attributes.string(.type)?.split(separator: "/").last.map(String.init) ?? ""
    relations[id] = Relation(target: resolved(target), type: type)
  }

  func end(_ name: WorkbookWord) throws(XMLRefusal) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {}

  func first(_ type: String) -> String? {
    relations.sorted { $0.key < $1.key }.first { $0.value.type == type }?.value.target
  }

  private func resolved(_ target: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts = folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// How the numbers of cells are shown, by style: that alone makes a number a date.
final class WorkbookStyles: XMLVisitor {
  private var codes: [Int: String] = [:]
  private var formats: [Int] = []
  private var isInCells = false
  let progress = ""

  func start(
    _ name: WorkbookWord, _ attributes: XMLAttributes<WorkbookWord>
  ) throws(XMLRefusal) {
    switch name {
    case .numFmt:
      if let id = attributes.number(.numFmtId), let code = attributes.string(.formatCode) {
        codes[id] = code
      }
    case .cellXfs: isInCells = true
    case .xf where isInCells: formats.append(attributes.number(.numFmtId) ?? 0)
    default: break
    }
  }

  func end(_ name: WorkbookWord) throws(XMLRefusal) {
    if name == .cellXfs { isInCells = false }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {}

  /// What numbers of each style mean.
  func meanings() -> [CellFormat] {
    formats.map { id in codes[id].map { CellFormat(code: $0) } ?? CellFormat(builtIn: id) }
  }
}

/// The texts that cells refer to by number. Parts of one text in different fonts are one text;
/// readings above Japanese ones are left out.
final class SharedTexts: XMLVisitor {
  private(set) var texts = TextHeap()
  private var current: [UInt8] = []
  private var isInText = false
  private var readings = 0
  let progress = ""

  func start(
    _ name: WorkbookWord, _ attributes: XMLAttributes<WorkbookWord>
  ) throws(XMLRefusal) {
    switch name {
    case .si: current.removeAll(keepingCapacity: true)
    case .rPh: readings += 1
    case .t: isInText = readings == 0
    default: break
    }
  }

  func end(_ name: WorkbookWord) throws(XMLRefusal) {
    switch name {
    case .si: texts.append(CellText.unescaped(current))
    case .rPh: readings -= 1
    case .t: isInText = false
    default: break
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
    if isInText { current.append(contentsOf: bytes) }
  }
}
