import ArgumentParser
import TOMLKit
import Terminal
@main struct Evolab: ParsableCommand { func run() { print("hi") } }
