/// Opens the screen as the lab does, and ends in the way that its argument names.
///
/// The lab itself has no such ways; what they leave behind is the screen's matter.
import Dispatch
import Foundation
import Terminal

let ending = CommandLine.arguments.dropFirst().first ?? ""

let screen = try Screen(Screen.Options(environment: ProcessInfo.processInfo.environment))
screen.setMouse(true)

@MainActor func picture(_ number: Int) -> Canvas {
  var canvas = Canvas(width: screen.width, height: screen.height)
  canvas.write("picture \(number)", x: 0, y: 0)
  return canvas
}

/// Beyond the end of the array, unless the program is called in a way that it is not.
func outOfRange() -> Int { [1, 2, 3][CommandLine.arguments.count + 7] }

FileHandle.standardError.write(Data("said meanwhile\n".utf8))
screen.draw(picture(0))

switch ending {
case "stop":
  screen.stop()
  print("the end")
case "exit":
  exit(3)
case "exit elsewhere":
  DispatchQueue.global().async { exit(3) }
  while true { _ = screen.wait() }
case "index":
  print(outOfRange())
case "index elsewhere":
  // While the main thread draws on.
  DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { print(outOfRange()) }
  for number in 1... { screen.draw(picture(number)) }
case "fatal error":
  fatalError("This is the reason.")
case "pointer":
  // Unsafe, and meant to be: nothing is there.
  let address = unsafe UnsafePointer<Int>(bitPattern: 8 * CommandLine.arguments.count)
  if let address = unsafe address { unsafe print(address.pointee) }
case "stack":
  func descend(_ depth: Int) -> Int { depth < 0 ? 0 : descend(depth + 1) + depth % 3 }
  print(descend(CommandLine.arguments.count))
default:
  // Until a signal comes, to which the screen leaves its usual meaning.
  while true { _ = screen.wait() }
}
