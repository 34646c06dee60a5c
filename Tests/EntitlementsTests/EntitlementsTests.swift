import Entitlements
import Testing
